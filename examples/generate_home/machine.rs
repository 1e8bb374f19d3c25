//! What a machine to be written is like.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::random::Random;

/// How an adapter is attached.
#[derive(Debug, Clone, Copy)]
pub enum Network {
    Nat,
    Bridged(&'static str),
    HostOnly(&'static str),
    Internal(&'static str),
}

/// The settings that differ between snapshots.
#[derive(Debug, Clone)]
pub struct Hardware {
    pub memory_mib: u32,
    pub processors: u32,
    pub video_memory_mib: u32,
    pub efi: bool,
    pub network: Network,
    pub shared_folder: Option<&'static str>,
}

impl Default for Hardware {
    fn default() -> Self {
        Self {
            memory_mib: 4096,
            processors: 2,
            video_memory_mib: 16,
            efi: false,
            network: Network::Nat,
            shared_folder: None,
        }
    }
}

/// One disk image: the base, or what was written after a snapshot.
#[derive(Debug, Clone)]
pub struct Image {
    pub id: Uuid,
    /// What it occupies besides its header.
    pub kibibytes: u32,
    /// Whether its file is lost.
    pub missing: bool,
}

#[derive(Debug, Clone)]
pub struct Snapshot {
    pub id: Uuid,
    /// A smaller number than its own; `None` for the first one only.
    pub parent: Option<usize>,
    pub name: String,
    pub description: String,
    pub taken_at: DateTime<Utc>,
    pub online: bool,
    pub hardware: Hardware,
    /// The image that was frozen.
    pub image: Image,
}

impl Snapshot {
    pub fn describe(&mut self, text: &str) -> &mut Self {
        text.clone_into(&mut self.description);
        self
    }

    pub fn online(&mut self) -> &mut Self {
        self.online = true;
        self
    }
}

pub struct Machine {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    pub os_type: &'static str,
    pub group: Option<&'static str>,
    /// Hardware of the current state.
    pub hardware: Hardware,
    pub snapshots: Vec<Snapshot>,
    pub current: Option<usize>,
    pub modified: bool,
    pub aborted: bool,
    /// The image that the current state is written to.
    pub image: Image,
    pub disk_gib: u32,
    pub hardware_address: String,
    /// Whether the settings file ends in the middle.
    pub damaged: bool,
    pub now: DateTime<Utc>,
}

impl Machine {
    pub fn new(name: &str, os_type: &'static str, now: DateTime<Utc>, random: &mut Random) -> Self {
        Self {
            id: random.id(),
            name: name.to_owned(),
            description: String::new(),
            os_type,
            group: None,
            hardware: Hardware::default(),
            snapshots: Vec::new(),
            current: None,
            modified: false,
            aborted: false,
            image: Image { id: random.id(), kibibytes: 0, missing: false },
            disk_gib: 40,
            hardware_address: format!("080027{:06X}", random.next() >> 40),
            damaged: false,
            now,
        }
    }

    /// Adds a snapshot, which becomes the current one. It has the hardware that is set right now.
    pub fn take(
        &mut self,
        parent: Option<usize>,
        name: &str,
        age: TimeDelta,
        kibibytes: u32,
        random: &mut Random,
    ) -> &mut Snapshot {
        let position = self.snapshots.len();
        self.current = Some(position);
        self.snapshots.push(Snapshot {
            id: random.id(),
            parent,
            name: name.to_owned(),
            description: String::new(),
            taken_at: self.now - age,
            online: false,
            hardware: self.hardware.clone(),
            image: Image { id: random.id(), kibibytes, missing: false },
        });
        &mut self.snapshots[position]
    }

    /// Positions of the snapshots right below one.
    pub fn children(&self) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); self.snapshots.len()];
        for (position, snapshot) in self.snapshots.iter().enumerate() {
            if let Some(parent) = snapshot.parent {
                children[parent].push(position);
            }
        }
        children
    }

    /// The image below a snapshot's image; `None` for the base.
    pub fn parent_image(&self, position: usize) -> Option<&Image> {
        self.snapshots[position].parent.map(|parent| &self.snapshots[parent].image)
    }

    /// The name of the folder and of the files: without what file systems refuse.
    pub fn file_name(&self) -> String {
        let mut name: String =
            self.name.chars().map(|one| if r#"/\:*?"<>|"#.contains(one) { '_' } else { one }).collect();
        while name.len() > 120 {
            name.pop();
        }
        name
    }

    /// Where an image lies, seen from the machine's folder.
    pub fn image_path(&self, image: &Image) -> String {
        let base = self.snapshots.first().map_or(self.image.id, |first| first.image.id);
        if image.id == base { format!("{}.vdi", self.file_name()) } else { format!("Snapshots/{{{}}}.vdi", image.id) }
    }

    /// Where a snapshot's saved state lies, seen from the machine's folder.
    pub fn saved_state_path(&self, position: usize) -> Option<String> {
        let snapshot = &self.snapshots[position];
        // VirtualBox writes nanoseconds; ours only keep the names apart.
        let stamp = snapshot.taken_at.format("%Y-%m-%dT%H-%M-%S");
        snapshot.online.then(|| format!("Snapshots/{stamp}-{position:09}Z.sav"))
    }
}
