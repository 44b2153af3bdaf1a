//! Chance that can be repeated.

/// Numbers that follow from a seed, as SplitMix64 makes them.
pub(crate) struct Chance(u64);

impl Chance {
    /// From `SEED`, else from the clock; the seed is printed, so that a failure can be had again.
    pub(crate) fn seeded() -> Self {
        let seed = std::env::var("SEED").map_or_else(
            |_| std::time::UNIX_EPOCH.elapsed().expect("a clock").as_nanos() as u64,
            |text| text.parse().expect("SEED is a number"),
        );
        println!("SEED={seed}");
        Self(seed)
    }

    /// The next number.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("less than a size")
    }
}
