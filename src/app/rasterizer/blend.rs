//! Colours in lanes: four channels in one number, sixteen bits for each, so that one multiplication does for all.

use egui::Color32;

/// One in every lane.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The low eight bits of every lane.
const LOW: u64 = 0x00FF_00FF_00FF_00FF;

/// A premultiplied colour, ready to be laid over others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    lanes: u64,
    /// How much of what lies below stays, in 255ths.
    below: u64,
}

impl Ink {
    /// Of a colour as egui has it.
    pub fn new(color: Color32) -> Self {
        Self::from_argb(argb(color))
    }

    /// Of a premultiplied colour as 0xAARRGGBB.
    pub fn from_argb(color: u32) -> Self {
        Self { lanes: spread(color), below: u64::from(255 - (color >> 24)) }
    }

    /// The colour with `coverage` 255ths of its strength.
    pub fn faded(self, coverage: u32) -> Self {
        let lanes = scaled(self.lanes, u64::from(coverage));
        // Alpha stands in the upper lane of the half that holds alpha and green.
        Self { lanes, below: 255 - (lanes >> 48) }
    }

    /// Whether nothing of what lies below stays.
    pub fn is_opaque(self) -> bool {
        self.below == 0
    }

    /// Whether it changes nothing.
    pub fn is_nothing(self) -> bool {
        self.lanes == 0 && self.below == 255
    }

    /// The pixel where it covers all.
    pub fn pixel(self) -> u32 {
        gather(self.lanes)
    }

    /// The pixel where it lies over another.
    pub fn over(self, below: u32) -> u32 {
        let sum = self.lanes + scaled(spread(below), self.below);
        // Colours that only add light may add up to more than white.
        let too_much = (sum >> 8) & ONES;
        gather((sum | (too_much * 0xFF)) & LOW)
    }
}

/// A colour as 0xAARRGGBB, premultiplied.
pub fn argb(color: Color32) -> u32 {
    let [red, green, blue, alpha] = color.to_array().map(u32::from);
    (alpha << 24) | (red << 16) | (green << 8) | blue
}

/// Two colours multiplied, channel by channel.
pub fn product(first: u32, second: u32) -> u32 {
    let channel = |shift: u32| {
        let product = ((first >> shift) & 0xFF) * ((second >> shift) & 0xFF);
        ((product * 2 + 255) / 510) << shift
    };
    channel(24) | channel(16) | channel(8) | channel(0)
}

/// Red and blue in the lower half, alpha and green in the upper.
fn spread(color: u32) -> u64 {
    u64::from(color & 0x00FF_00FF) | (u64::from((color >> 8) & 0x00FF_00FF) << 32)
}

#[expect(clippy::cast_possible_truncation, reason = "each half of the lanes fits")]
fn gather(lanes: u64) -> u32 {
    (lanes as u32 & 0x00FF_00FF) | (((lanes >> 32) as u32 & 0x00FF_00FF) << 8)
}

/// Every lane times `factor` 255ths, rounded.
fn scaled(lanes: u64, factor: u64) -> u64 {
    let product = lanes * factor + ONES * 0x80;
    ((product + ((product >> 8) & LOW)) >> 8) & LOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_over_the_other_is_what_arithmetic_says() {
        for alpha in 0..=255_u8 {
            for below in (0..=255_u32).step_by(5) {
                let ink = Ink::new(Color32::from_black_alpha(alpha));
                let expected = (below * u32::from(255 - alpha) * 2 + 255) / 510;
                assert_eq!(
                    ink.over(below * 0x01_0101),
                    (u32::from(alpha) << 24) | (expected * 0x01_0101),
                    "{alpha} {below}"
                );
            }
        }
    }

    #[test]
    fn light_is_added_up_to_white_and_no_further() {
        let ink = Ink::new(Color32::from_rgba_premultiplied(200, 10, 0, 0));
        assert_eq!(ink.over(0x0064_6464) & 0x00FF_FFFF, 0x00FF_6E64);
    }

    #[test]
    fn a_faded_colour_is_its_product_with_grey() {
        let color = Color32::from_rgba_premultiplied(120, 60, 33, 200);
        for coverage in 0..=255_u32 {
            assert_eq!(Ink::new(color).faded(coverage), Ink::from_argb(product(argb(color), coverage * 0x0101_0101)));
        }
    }
}
