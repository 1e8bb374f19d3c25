//! How far VBoxManage says it is: `0%...10%...20%`, written bit by bit to its error output.

/// Reads percentages out of a stream of text that comes in pieces.
#[derive(Debug, Default)]
pub struct Percent {
    /// Digits that have been read, as long as nothing else has come after them.
    digits: Option<u32>,
    highest: u32,
}

impl Percent {
    /// Takes the next piece. Returns the share that is done, from 0 to 1, if it has grown.
    pub fn hear(&mut self, words: &[u8]) -> Option<f32> {
        let before = self.highest;
        for byte in words {
            match (byte, self.digits) {
                (b'0'..=b'9', digits) => {
                    let digit = u32::from(byte - b'0');
                    self.digits = Some(digits.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                }
                (b'%', Some(percent)) if percent <= 100 => {
                    self.highest = self.highest.max(percent);
                    self.digits = None;
                }
                _ => self.digits = None,
            }
        }
        // No number above 100 gets here, and every one up to it is exact.
        (self.highest > before).then(|| f32::from(u16::try_from(self.highest).unwrap_or(100)) / 100.0)
    }
}

/// The words without percentages: what a person reads.
#[must_use]
pub fn without_percentages(words: &str) -> String {
    let lines = words.lines().map(|line| {
        let mut rest = line.trim_start_matches('\r');
        while let Some(after) = percentage_at_start(rest) {
            rest = after;
        }
        rest
    });
    lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// What follows a percentage and its dots, if the line begins with one.
fn percentage_at_start(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix('%')?;
    (1..=3).contains(&digits).then(|| rest.strip_prefix("...").unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_come_in_pieces() {
        let mut percent = Percent::default();
        let pieces = [&b"0%...1"[..], b"0%..", b".2", b"0%...30", b"0%...100%\n"];
        let heard: Vec<_> = pieces.iter().map(|piece| percent.hear(piece)).collect();
        assert_eq!(heard, [None, Some(0.1), None, Some(0.2), Some(1.0)]);
        // It never goes back: a second round of work begins at zero again.
        assert_eq!(percent.hear(b"0%...50%"), None);
    }

    #[test]
    fn numbers_that_are_no_percentages() {
        let mut percent = Percent::default();
        assert_eq!(percent.hear(b"error 0x80bb0007 at line 743, 5 00%, 99999999999%"), None);
    }

    #[test]
    fn what_a_person_reads() {
        let words = "0%...10%...20%...VBoxManage: error: no\n0%...\nDetails: 50% are gone\n100%\n";
        assert_eq!(without_percentages(words), "VBoxManage: error: no\nDetails: 50% are gone");
    }
}
