//! One snapshot of each of many machines, with names from one template.

use super::together::MachinesPlan;
use crate::model::{Inventory, MachineKey};
use crate::naming::{Context, Template};
use crate::plan::{Intent, Plan, take};

/// How each machine's snapshot gets its name.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// The template.
    pub template: &'a Template,
    /// What its fields are filled in with; the machine's name is put in for each.
    pub context: &'a Context,
}

impl Naming<'_> {
    /// The name for a machine's next snapshot.
    #[must_use]
    pub fn name(&self, inventory: &Inventory, machine: &MachineKey) -> String {
        let found = inventory.machine(machine).map(|(_, machine)| machine);
        let name = found.map(|machine| machine.name().to_owned()).unwrap_or_default();
        let context = Context { machine: name, ..self.context.clone() };
        let tree = found.and_then(|machine| machine.machine()).map(|machine| &machine.tree);
        let taken = tree.into_iter().flat_map(|tree| tree.iter().map(|(_, snapshot)| snapshot.name.as_str()));
        self.template.expand(&context, taken)
    }
}

/// Plans to take a snapshot of each of these machines. Those of which none can be taken are left out.
#[must_use]
pub fn take_each(
    inventory: &Inventory,
    machines: &[MachineKey],
    naming: Naming<'_>,
    description: &str,
    convention: Option<&Template>,
) -> MachinesPlan {
    let plan = |key: &MachineKey| -> (MachineKey, Plan) {
        (key.clone(), take(inventory, key, &naming.name(inventory, key), description, convention))
    };
    MachinesPlan::all_or_nothing(inventory, Intent::Take, Vec::new(), machines.iter().map(plan))
}
