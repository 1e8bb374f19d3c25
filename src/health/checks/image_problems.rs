//! Images in use that are missing, cannot be read, or do not fit.

use crate::health::view::{Inspection, about_image};
use crate::health::{Evidence, Finding, FindingKind, Severity};
use crate::model::{ConnectionInventory, Image, ImageProblem};

/// `used` runs parallel to the connection's images.
pub(in crate::health) fn check(inspection: &mut Inspection<'_>, connection: &ConnectionInventory, used: &[bool]) {
    for (index, image) in connection.images.iter() {
        let Some(problem) = image.problem() else { continue };
        let evidence = match &problem {
            // What nobody uses is told as such.
            ImageProblem::Missing if !used[index.position()] => continue,
            ImageProblem::Missing => Evidence::MissingImage,
            ImageProblem::Unreadable(_) | ImageProblem::Damaged(_) => {
                Evidence::UnreadableImage { why: problem.to_string().into() }
            }
            ImageProblem::OtherImage(_) | ImageProblem::OtherParent(_) | ImageProblem::ParentUnknown(_) => {
                Evidence::MismatchingImage { why: problem.to_string().into() }
            }
        };
        let severity = if used[index.position()] { Severity::Serious } else { Severity::Info };
        let finding = about_image(connection, image, severity, evidence);
        inspection.findings.push(with_snapshots(finding, connection, image));
    }
}

/// With the snapshots of the finding's machine that have the image plugged in.
fn with_snapshots(mut finding: Finding, connection: &ConnectionInventory, image: &Image) -> Finding {
    debug_assert!(matches!(
        finding.kind(),
        FindingKind::MissingImage | FindingKind::UnreadableImage | FindingKind::MismatchingImage
    ));
    let Some(label) = &finding.machine else { return finding };
    let Some(machine) = connection.machine(label.key.machine).and_then(|listed| listed.machine()) else {
        return finding;
    };
    let used_in = image.users.iter().filter(|user| user.machine == label.key.machine);
    finding.snapshots = used_in
        .filter_map(|user| machine.tree.find(user.snapshot?))
        .map(|index| machine.tree.get(index))
        .map(|snapshot| crate::health::SnapshotLabel { id: snapshot.id, name: snapshot.name.clone() })
        .collect();
    finding
}
