//! Names by convention hold what they promise, for any template and any names that are there.

mod plan_machines;

use chrono::{DateTime, FixedOffset, Utc};
use plan_machines::{Scene, Sketch, snapshot_id};
use proptest::prelude::*;
use snapgrove::naming::{Context, Field, Template, TemplateError, Zone};
use snapgrove::plan::{SnapshotChange, rename_plan};

fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Zé快 #().-]{1,6}",
        1 => Just("{{".to_owned()),
        1 => Just("}}".to_owned()),
        5 => prop::sample::select(Field::ALL.to_vec()).prop_map(|field| format!("{{{}}}", field.word())),
    ];
    prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.concat())
}

fn context() -> impl Strategy<Value = Context> {
    let word = "[a-zA-Z快0-9]([a-z0-9 é-]{0,8}[a-z0-9])?";
    (word, word, word, 0_i64..4_000_000_000, -12_i32..=12).prop_map(|(purpose, machine, user, seconds, hours)| {
        Context {
            purpose,
            machine,
            user,
            at: DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default(),
            zone: FixedOffset::east_opt(hours * 3600).map_or(Zone::Local, Zone::Fixed),
        }
    })
}

proptest! {
    #[test]
    fn a_template_is_written_as_it_is_read(text in template()) {
        prop_assume!(!text.trim().is_empty());
        let template: Template = text.parse()?;
        prop_assert_eq!(template.to_string().parse::<Template>()?, template);
    }

    #[test]
    fn any_text_is_a_template_or_has_its_error_in_it(text in any::<String>()) {
        match text.parse::<Template>() {
            Ok(template) => prop_assert_eq!(template.to_string(), text),
            Err(error) => {
                let place = error.position().unwrap_or(1);
                prop_assert!((1..=text.chars().count().max(1)).contains(&place), "{} in {:?}", error, text);
            }
        }
    }

    #[test]
    fn what_a_template_makes_follows_it(text in template(), context in context()) {
        // The space around a name is taken off, and so does not stand in a name that follows.
        prop_assume!(!text.trim().is_empty() && text.trim() == text);
        let template: Template = text.parse()?;
        let name = template.expand(&context, []);
        prop_assert!(template.is_followed_by(&name), "{name:?}");
        prop_assert!(!name.chars().any(char::is_control));
    }

    #[test]
    fn a_number_is_never_given_twice(
        (before, after) in (template(), template()),
        context in context(),
        names in prop::collection::vec("[a-c 0-9]{0,9}", 0..6),
    ) {
        let template: Template = format!("{before}{{n}}{after}").trim().parse()?;
        let mut names = names;
        for _ in 0..4 {
            let name = template.expand(&context, names.iter().map(String::as_str));
            prop_assert!(!names.contains(&name), "{name:?} is in {names:?}");
            names.push(name);
        }
    }

    #[test]
    fn no_name_panics(text in template(), name in any::<String>()) {
        prop_assume!(!text.trim().is_empty());
        let template: Template = text.parse()?;
        let follows = template.is_followed_by(&name);
        for field in Field::ALL {
            let captured = template.captured(&name, field);
            prop_assert_eq!(captured.is_some(), follows && template.has(field));
            prop_assert!(captured.is_none_or(|part| name.contains(&part)));
        }
    }
}

fn at_noon() -> Context {
    Context {
        at: plan_machines::at(0),
        zone: FixedOffset::east_opt(0).map_or(Zone::Local, Zone::Fixed),
        user: "ada".to_owned(),
        ..Context::default()
    }
}

fn renamed(scene: &Scene, snapshots: &[usize], template: &str, context: &Context) -> Vec<(usize, String)> {
    let ids: Vec<_> = snapshots.iter().map(|number| snapshot_id(*number)).collect();
    let template: Result<Template, TemplateError> = template.parse();
    let Ok(template) = template else { return Vec::new() };
    let changes = rename_plan(&scene.inventory(), &scene.sketches[0].key(), &ids, &template, context);
    let number = |change: &SnapshotChange| (0..10).find(|number| snapshot_id(*number) == change.snapshot);
    changes.iter().filter_map(|change| Some((number(change)?, change.name.clone()?))).collect()
}

#[test]
fn several_are_renamed_by_what_they_are() {
    let scene = Scene::of(Sketch::new("web01", &["installed", "Step 4", "with nginx", "broken 2026-11-25"]));
    let of = |snapshots: &[usize], template| renamed(&scene, snapshots, template, &at_noon());
    // Each keeps its words and gets its own day; one that follows the template stays as it is.
    assert_eq!(
        of(&[0, 2, 3], "{purpose} {date}"),
        [(0, "installed 2026-11-22".to_owned()), (2, "with nginx 2026-11-24".to_owned())]
    );
    // Numbers follow the order given, past those of others.
    assert_eq!(of(&[0, 2], "Step {n}"), [(0, "Step 5".to_owned()), (2, "Step 6".to_owned())]);
    assert_eq!(of(&[1, 0], "Step {n}"), [(1, "Step 1".to_owned()), (0, "Step 2".to_owned())]);
    assert_eq!(of(&[9], "Step {n}"), []);
    let tests = Context { purpose: "Tests".to_owned(), ..at_noon() };
    let named = renamed(&scene, &[0, 0, 1], "{machine}: {purpose} {n} ({user})", &tests);
    assert_eq!(named, [(0, "web01: Tests 1 (ada)".to_owned()), (1, "web01: Tests 2 (ada)".to_owned())]);
}

#[test]
fn numbers_are_as_wide_as_the_last_one() {
    let names: Vec<String> = (0..14).map(|number| format!("s{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scene = Scene::of(Sketch::new("web01", &names));
    let first_and_last = |count: usize| {
        let all: Vec<usize> = (0..count).collect();
        let ids: Vec<_> = all.iter().map(|number| snapshot_id(*number)).collect();
        let Ok(template) = "Step {n}".parse::<Template>() else { return None };
        let changes = rename_plan(&scene.inventory(), &scene.sketches[0].key(), &ids, &template, &at_noon());
        let name = |change: Option<&SnapshotChange>| change.and_then(|change| change.name.clone());
        name(changes.first()).zip(name(changes.last()))
    };
    assert_eq!(first_and_last(9), Some(("Step 1".to_owned(), "Step 9".to_owned())));
    assert_eq!(first_and_last(14), Some(("Step 01".to_owned(), "Step 14".to_owned())));
    // Past those that are there, up to 10.
    let others = Scene::of(Sketch::new("web01", &["a", "b", "Step 8"]));
    assert_eq!(
        renamed(&others, &[0, 1], "Step {n}", &at_noon()),
        [(0, "Step 09".to_owned()), (1, "Step 10".to_owned())]
    );
}
