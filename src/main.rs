//! The stock `manage` binary.

fn main() {}
