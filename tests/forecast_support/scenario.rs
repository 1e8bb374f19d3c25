//! Machines to be built by a real VirtualBox, and what is deleted of them.

use serde_json::{Value, json};

use crate::sandbox_support::Random;

pub const MIB: u64 = 1 << 20;

/// A machine and what is deleted of it.
pub struct Scenario {
    pub name: String,
    pub what: String,
    pub acts: Vec<Value>,
    /// Names of the snapshots that are deleted.
    pub marked: Vec<String>,
    /// Whether they are deleted one by one in this order, each foretold alone; otherwise as one plan.
    pub one_by_one: bool,
    /// Holes to be punched into the first disk's file: start and length in bytes.
    pub holes: Option<(u64, u64)>,
}

impl Scenario {
    fn new(number: usize, what: &str, marked: &[&str]) -> Self {
        Self {
            name: format!("f{number:02}"),
            what: what.to_owned(),
            acts: Vec::new(),
            marked: marked.iter().map(|name| (*name).to_owned()).collect(),
            one_by_one: false,
            holes: None,
        }
    }

    fn act(mut self, act: Value) -> Self {
        self.acts.push(act);
        self
    }

    fn disk(self, port: u64, format: &str, more: &Value) -> Self {
        let mut wish =
            json!({"file": format!("d{port}.{}", format.to_lowercase()), "format": format, "size": 40 * MIB});
        if let (Some(wish), Some(more)) = (wish.as_object_mut(), more.as_object()) {
            wish.extend(more.clone());
        }
        self.act(json!(["disk", port, wish]))
    }

    fn write(self, port: u64, start: u64, length: u64, kind: &str) -> Self {
        self.act(json!(["write", port, start, length, kind]))
    }

    fn take(self, name: &str) -> Self {
        self.act(json!(["take", name]))
    }

    fn restore(self, name: &str) -> Self {
        self.act(json!(["restore", name]))
    }

    fn one_by_one(mut self) -> Self {
        self.one_by_one = true;
        self
    }

    pub fn wish(&self) -> Value {
        json!({"name": self.name, "acts": self.acts})
    }
}

/// What is known to be difficult, one by one.
pub fn directed() -> Vec<Scenario> {
    let mut all: Vec<Scenario> = Vec::new();
    let mut add = |what: &str, marked: &[&str], build: &dyn Fn(Scenario) -> Scenario| {
        let scenario = Scenario::new(all.len(), what, marked);
        all.push(build(scenario));
    };
    of_every_format(&mut add);
    with_several_disks(&mut add);
    of_unusual_kinds(&mut add);
    all
}

/// Takes a scenario: its name, what is marked, and how the machine is built.
type Add<'a> = dyn FnMut(&str, &[&str], &dyn Fn(Scenario) -> Scenario) + 'a;

fn of_every_format(add: &mut Add<'_>) {
    let usual = json!({});
    for format in ["VDI", "VMDK", "VHD"] {
        add(&format!("{format}, root, half written again"), &["s1"], &|s| {
            s.disk(0, format, &usual).write(0, 0, 20, "random").take("s1").write(0, 10, 20, "random")
        });
        add(&format!("{format}, middle, smaller above"), &["s2"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 4, "random").take("s1").write(0, 0, 12, "random").take("s2");
            s.write(0, 8, 6, "random")
        });
        add(&format!("{format}, middle, larger above"), &["s2"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 4, "random").take("s1").write(0, 8, 6, "random").take("s2");
            s.write(0, 0, 12, "random")
        });
        add(&format!("{format}, what is identical below, both ways"), &["s2", "s3"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 16, "random").take("s1").write(0, 0, 8, "revert").take("s2");
            let s = s.write(0, 20, 12, "random").take("s3").write(0, 8, 4, "revert");
            s.one_by_one()
        });
        add(&format!("{format}, zeros in many ways"), &["s1", "s2", "s3"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 10, "random").take("s1").write(0, 0, 4, "zero");
            let s = s.write(0, 12, 4, "allocated zero").take("s2").write(0, 2, 4, "zero").write(0, 14, 6, "random");
            s.take("s3").write(0, 4, 4, "allocated zero").one_by_one()
        });
        add(&format!("{format}, chain of 6, best order"), &["s1", "s2", "s3", "s4", "s5", "s6"], &|s| {
            (1..=6_u64).fold(s.disk(0, format, &usual).write(0, 0, 6, "random"), |s, number| {
                s.take(&format!("s{number}")).write(0, number * 3, 2 + number % 4 * 2, "random")
            })
        });
        add(&format!("{format}, small writes"), &["s1", "s2"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 10, "random").take("s1").write(0, 0, 12, "small").take("s2");
            s.write(0, 6, 12, "small")
        });
        add(&format!("{format}, branches and a whole branch"), &["a1", "a2", "b1", "r"], &|s| {
            let s = s.disk(0, format, &usual).write(0, 0, 8, "random").take("r").write(0, 4, 4, "random").take("a1");
            let s = s.write(0, 8, 6, "random").take("a2").restore("r").write(0, 6, 8, "random").take("b1");
            s.write(0, 0, 3, "random")
        });
    }
}

fn with_several_disks(add: &mut Add<'_>) {
    let usual = json!({});
    add("VDI and VMDK and VHD", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &usual).disk(1, "VMDK", &usual).disk(2, "VHD", &usual);
        let s = (0..3).fold(s, |s, port| s.write(port, 0, 6, "random")).take("s1");
        let s = (0..3).fold(s, |s, port| s.write(port, 3 + port, 6, "random")).take("s2");
        (0..3).fold(s, |s, port| s.write(port, 5, 4, "random"))
    });
    add("immutable disk beside a normal one", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &usual).disk(1, "VDI", &json!({"type": "Immutable"})).write(0, 0, 4, "random");
        let s = s.write(1, 0, 4, "random").take("s1").write(0, 2, 4, "random").write(1, 2, 4, "random").take("s2");
        s.write(0, 4, 4, "random").write(1, 5, 2, "random")
    });
    add("write-through disk beside a normal one", &["s1"], &|s| {
        let s = s.disk(0, "VDI", &usual).disk(1, "VDI", &json!({"type": "Writethrough"})).write(0, 0, 4, "random");
        s.write(1, 0, 4, "random").take("s1").write(0, 2, 4, "random").write(1, 2, 4, "random")
    });
    add("disk detached after a snapshot", &["s1"], &|s| {
        let s = s.disk(0, "VDI", &usual).disk(1, "VDI", &usual).write(0, 0, 4, "random").write(1, 0, 4, "random");
        s.take("s1").write(0, 2, 4, "random").write(1, 2, 4, "random").act(json!(["detach", 1]))
    });
    add("disk added later", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &usual).write(0, 0, 4, "random").take("s1").disk(1, "VDI", &usual);
        s.write(1, 0, 4, "random").write(0, 2, 4, "random").take("s2").write(1, 2, 4, "random")
    });
}

fn of_unusual_kinds(add: &mut Add<'_>) {
    let usual = json!({});
    add("VMDK in two files", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VMDK", &json!({"size": 2100 * MIB, "variant": "VmdkSplit2G"})).write(0, 2040, 10, "random");
        s.take("s1").write(0, 2044, 10, "random").take("s2").write(0, 2046, 4, "random")
    });
    add("fixed base", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &json!({"variant": "Fixed"})).write(0, 0, 8, "random").take("s1");
        s.write(0, 4, 8, "random").take("s2").write(0, 10, 6, "random")
    });
    add("fixed VHD base", &["s1"], &|s| {
        s.disk(0, "VHD", &json!({"variant": "Fixed"})).write(0, 0, 8, "random").take("s1").write(0, 4, 8, "random")
    });
    add("blocks of 4 MiB below those of 1 MiB", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &json!({"block": 4 * MIB, "size": 41_000_448})).write(0, 0, 6, "random").take("s1");
        let s = s.write(0, 10, 1, "random").write(0, 17, 2, "random").write(0, 20, 4, "allocated zero").take("s2");
        s.write(0, 18, 5, "revert").write(0, 30, 2, "small")
    });
    add("size that is no multiple of the block", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &json!({"size": 10 * MIB + 512 * 777})).write(0, 0, 4, "random").take("s1");
        s.write(0, 3, 7, "random").take("s2").write(0, 8, 2, "random")
    });
    add("firmware with a memory", &["s1", "s2"], &|s| {
        let s = s.act(json!(["efi"])).disk(0, "VDI", &usual).write(0, 0, 4, "random").take("s1");
        s.write(0, 2, 4, "random").take("s2").write(0, 4, 4, "random")
    });
    add("saved state of one snapshot", &["s2"], &|s| {
        let s = s.disk(0, "VDI", &usual).write(0, 0, 4, "random").take("s1").write(0, 2, 4, "random");
        s.act(json!(["save", 6])).take("s2").act(json!(["discard"])).write(0, 4, 4, "random")
    });
    add("saved state that several share", &["s2", "s3"], &|s| {
        let s = s.disk(0, "VDI", &usual).write(0, 0, 4, "random").take("s1").write(0, 2, 4, "random");
        s.act(json!(["save", 6])).take("s2").take("s3")
    });
    add("multi-attach disk", &["s1", "s2"], &|s| {
        let s = s.disk(0, "VDI", &json!({"type": "MultiAttach"})).write(0, 0, 4, "random").take("s1");
        s.write(0, 2, 4, "random").take("s2").write(0, 5, 4, "random")
    });
    add("nothing was written", &["s1", "s2"], &|s| {
        s.disk(0, "VDI", &usual).write(0, 0, 4, "random").take("s1").take("s2")
    });
    add("holes in the base's file", &["s1"], &|mut s| {
        s.holes = Some((2 * MIB + 2 * MIB, 4 * MIB));
        s.disk(0, "VDI", &usual).write(0, 0, 10, "random").take("s1").write(0, 4, 10, "random")
    });
}

/// Machines as chance has it.
pub fn random(first: usize, seeds: std::ops::Range<u64>) -> Vec<Scenario> {
    (first..).zip(seeds).map(|(number, seed)| chance(number, seed)).collect()
}

fn chance(number: usize, seed: u64) -> Scenario {
    let mut random = Random(seed);
    let formats = ["VDI", "VMDK", "VHD"];
    let disks: Vec<&str> = (0..=random.below(2)).filter_map(|_| random.pick(&formats).copied()).collect();
    let mut scenario = Scenario::new(number, &format!("chance {seed}: {}", disks.join(", ")), &[]);
    for (port, format) in (0_u64..).zip(&disks) {
        scenario = scenario.disk(port, format, &json!({})).write(port, 0, 2 + random.below(8), "random");
    }
    let mut names: Vec<String> = Vec::new();
    for at in 0..4 + random.below(4) {
        let name = format!("n{at}");
        scenario = scenario.take(&name);
        names.push(name);
        if random.below(3) == 0
            && let Some(back) = random.pick(&names)
        {
            scenario = scenario.restore(back);
        }
        for port in 0..disks.len() as u64 {
            for _ in 0..=random.below(3) {
                let kinds = ["random", "random", "random", "zero", "revert", "allocated zero", "small"];
                let kind = random.pick(&kinds).copied().unwrap_or_default();
                let start = random.below(24);
                scenario = scenario.write(port, start, 1 + random.below(7), kind);
            }
        }
    }
    scenario.marked = names.into_iter().filter(|_| random.below(3) > 0).collect();
    scenario.one_by_one = random.below(3) == 0;
    scenario
}
