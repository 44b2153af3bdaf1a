//! The stock `manage` binary.

fn main() -> std::process::ExitCode {
    diesel_manage::Manage::new().run()
}
