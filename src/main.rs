//! Snapgrove.
fn main() {}
