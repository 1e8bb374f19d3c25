//! A few machines as people have them, for screenshots and for trying things out.

use chrono::{DateTime, TimeDelta, Utc};

use crate::machine::{Machine, Network};
use crate::random::Random;

/// All of them.
pub fn machines(now: DateTime<Utc>, random: &mut Random) -> Vec<Machine> {
    vec![
        web_frontend(now, random),
        db_primary(now, random),
        windows_qa(now, random),
        malware_lab(now, random),
        build_agent(now, random),
        many_scripts(now, random),
        fresh(now, random),
        damaged(now, random),
    ]
}

fn days(days: i64) -> TimeDelta {
    // Nobody takes snapshots at noon sharp.
    TimeDelta::minutes(days * 24 * 60 + days * 37 % 420)
}

fn web_frontend(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("web-frontend", "Debian_64", now, random);
    machine.group = Some("/Production");
    "The public site and its cache.\nOwner: web team, ticket queue OPS.".clone_into(&mut machine.description);
    machine
        .take(None, "Initial State", days(430), 12_100, random)
        .describe("Debian 13, nginx, nothing configured yet.");
    machine
        .take(Some(0), "Pre-update backup", days(42), 4_600, random)
        .describe("Backup before the October system upgrade.\nnginx 1.26, openssl 3.0.\nTicket OPS-412");
    machine.take(Some(1), "nginx 1.29 trial", days(35), 3_400, random).describe("HTTP/3 on, old config.");
    machine.take(Some(2), "TLS 1.3 only", days(34), 900, random);
    machine
        .take(Some(0), "Test environment", days(77), 9_800, random)
        .describe("Copy of the production data of August.");
    machine.take(Some(4), "exp-cache-2", days(70), 6_000, random).describe("Varnish in front of nginx.");
    machine.take(Some(4), "exp-cache-3", days(63), 5_000, random);
    machine.take(Some(6), "exp-cache-3 with 2 GB", days(61), 1_300, random);
    machine.hardware.memory_mib = 8192;
    machine.hardware.processors = 4;
    machine.hardware.network = Network::Bridged("enp3s0");
    machine
        .take(Some(1), "After update", days(21), 2_100, random)
        .describe("Upgrade done, site checked.\nnginx 1.28, openssl 3.5.")
        .online();
    machine.image.kibibytes = 1_900;
    machine.modified = true;
    machine
}

fn db_primary(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("db-primary", "Ubuntu_64", now, random);
    machine.group = Some("/Production");
    machine.disk_gib = 100;
    machine.hardware.memory_mib = 16_384;
    machine.hardware.processors = 8;
    machine.hardware.network = Network::Internal("backend");
    machine.take(None, "Installed", days(700), 21_000, random).describe("Ubuntu 24.04, PostgreSQL 15.");
    machine.take(Some(0), "Data imported", days(690), 19_000, random);
    for month in 1..=8_i64 {
        let parent = machine.current;
        let name = format!("Before maintenance {}", (now - days(330 - month * 30)).format("%Y-%m"));
        machine.take(
            parent,
            &name,
            days(330 - month * 30),
            5_000 + random.below(6_000).try_into().unwrap_or(0),
            random,
        );
    }
    machine.take(Some(6), "exp-cache-1", days(118), 7_400, random).describe("Shared buffers at 12 GB.");
    machine.take(Some(10), "exp-cache-1b", days(115), 3_100, random);
    machine.take(Some(9), "PostgreSQL 17", days(20), 8_800, random).describe("pg_upgrade went through in 14 minutes.");
    machine.take(Some(12), "Before reindex", days(3), 2_600, random).online();
    machine.image.kibibytes = 4_100;
    machine.modified = true;
    machine
}

fn windows_qa(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("win11-qa", "Windows11_64", now, random);
    machine.group = Some("/Lab");
    machine.disk_gib = 80;
    machine.hardware.efi = true;
    machine.hardware.memory_mib = 8192;
    machine.hardware.video_memory_mib = 128;
    machine.hardware.shared_folder = Some("/srv/exchange");
    machine.take(None, "Clean 24H2", days(300), 24_000, random).describe("Activated, updates of January.");
    machine.take(Some(0), "Build tools", days(290), 9_000, random);
    machine.take(Some(1), "Release 4.1 tested", days(200), 6_500, random).image.missing = true;
    machine.take(Some(1), "Release 4.2 tested", days(140), 7_100, random);
    machine.take(Some(3), "Release 4.3 tested", days(80), 5_900, random).online();
    machine.take(Some(4), "Release 5.0 beta", days(9), 4_400, random).describe("Installer fails at 80 %, see QA-981.");
    machine.image.kibibytes = 2_200;
    machine.aborted = true;
    machine.modified = true;
    machine
}

fn malware_lab(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("malware-lab 分析", "Windows10_64", now, random);
    machine.group = Some("/Lab");
    machine.hardware.network = Network::HostOnly("vboxnet0");
    machine.take(None, "Clean", days(500), 14_000, random).describe("Never connect this one to the network.");
    machine.take(Some(0), "分析环境", days(480), 4_000, random).describe("调试器和反汇编工具已安装。");
    machine.take(Some(1), "Tools updated", days(400), 3_000, random);
    for sample in 0..14_u32 {
        let base = 1 + sample as usize % 2;
        let age = 380 - i64::from(sample) * 26;
        let size = 300 + random.below(2_000).try_into().unwrap_or(0);
        let name = format!("sample-{:04x}", random.below(65_536));
        machine.take(Some(base), &name, days(age), size, random).online();
        let loaded = machine.current;
        let size = 200 + random.below(1_500).try_into().unwrap_or(0);
        machine.take(loaded, &format!("{name} unpacked"), days(age - 1), size, random);
    }
    machine.image.kibibytes = 300;
    machine
}

/// A snapshot each night for 200 nights.
fn build_agent(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("build-agent-history", "Fedora_64", now, random);
    machine.disk_gib = 10;
    machine.hardware.processors = 6;
    for night in 0..200_i64 {
        let (parent, age) = (machine.current, 200 - night);
        let size = if night == 0 { 11_000 } else { 60 + random.below(500).try_into().unwrap_or(0) };
        let name = format!("nightly {}", (now - TimeDelta::days(age)).format("%Y-%m-%d"));
        machine.take(parent, &name, TimeDelta::days(age), size, random);
    }
    machine.snapshots[120].describe("Last one with GCC 14.");
    machine.image.kibibytes = 240;
    machine
}

/// Names in the scripts of the world, and names nobody should give.
fn many_scripts(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("多言語テスト 🌍", "Ubuntu_64", now, random);
    machine.group = Some("/Lab");
    let long = "A name that somebody pasted from a ticket and never shortened: ".repeat(6);
    for (parent, name, description) in [
        (None, "初始状态", "干净的系统,尚未配置。"),
        (Some(0), "アップデート前", "更新前のバックアップです。"),
        (Some(1), "قبل التحديث", "نسخة احتياطية قبل تحديث النظام"),
        (Some(1), "Перед обновлением", "Резервная копия перед обновлением."),
        (Some(3), "업데이트 후", ""),
        (Some(0), "🚀 launch 🎉 done ✅", "Emoji, with <angle brackets> & \"quotes\"."),
        (Some(5), "", "A snapshot without a name."),
        (Some(0), long.trim_end(), "A very long name."),
        (Some(4), "Ünïcödé ñandú Ελληνικά", ""),
    ] {
        let age = 120 - i64::try_from(machine.snapshots.len()).unwrap_or(0) * 11;
        let size = 800 + random.below(3_000).try_into().unwrap_or(0);
        machine.take(parent, name, days(age), size, random).describe(description);
    }
    machine.image.kibibytes = 500;
    machine.modified = true;
    machine
}

/// No snapshot yet.
fn fresh(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("router-test", "OpenBSD_64", now, random);
    machine.hardware.memory_mib = 512;
    machine.hardware.processors = 1;
    machine.image.kibibytes = 1_200;
    machine.modified = true;
    machine
}

fn damaged(now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new("old-mail-server", "Debian_64", now, random);
    machine.take(None, "Before the disk failed", days(900), 2_000, random);
    machine.damaged = true;
    machine
}
