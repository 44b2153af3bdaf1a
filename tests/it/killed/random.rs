//! Killed from outside, at random times.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::history::{settings, write_long};
use super::image::differences;
use super::scene::{Scene, killed, session};
use crate::chance::Chance;
use crate::project::Project;

/// So often, unless `KILLS` says otherwise.
const KILLS: usize = 200;

/// At whatever time the process dies, what comes after it goes on: its successors are killed, too, until one gets
/// through. `SEED` repeats the times.
#[test]
fn at_any_time() {
    let kills = std::env::var("KILLS").map_or(KILLS, |text| text.parse().expect("KILLS is a number"));
    let chance = &mut Chance::seeded();
    let scenes = [false, true].map(|wal| {
        let project = Project::empty();
        settings(&project, &session(true));
        write_long(&project, 60);
        let scene = Scene::of(project, "", wal, &[&["migrate", "+1"]], &["migrate"]);
        let begin = Instant::now();
        let run = scene.run().ok();
        let length = begin.elapsed();
        assert!(run.stderr.contains("applied"), "{}", run.stderr);
        let image = scene.image();
        (scene, length, image)
    });
    let (mut died, mut rounds) = (0, 0);
    while died < kills {
        let (scene, length, expected) = &scenes[rounds % 2];
        rounds += 1;
        scene.reset();
        let mut times = Vec::new();
        // Whoever is killed again and again gets nowhere: in the end it is left alone.
        while times.len() < 8 {
            let time = length.mul_f64(chance.below(1000) as f64 / 1000.0);
            times.push(time);
            if !killed_after(scene, time) {
                break;
            }
            died += 1;
            let place = format!("kill {died}, in round {rounds}: {times:?}");
            scene.check_between().unwrap_or_else(|error| panic!("{place}: {error}"));
        }
        scene.run().ok();
        let image = scene.image();
        assert!(image == *expected, "round {rounds}, killed after {times:?}\n{}", differences(expected, &image));
    }
    println!("{died} kills in {rounds} rounds");
}

/// Runs the command and kills it after this time. Whether it was still there.
fn killed_after(scene: &Scene, time: Duration) -> bool {
    let mut child = scene.command().stderr(Stdio::null()).spawn().expect("a process");
    thread::sleep(time);
    child.kill().expect("a process that can be killed");
    let status = child.wait().expect("its end");
    // A run that ends by itself ends well, however the one before it ended.
    assert!(killed(status) || status.success(), "{status}: {}", scene.run().stderr);
    killed(status)
}
