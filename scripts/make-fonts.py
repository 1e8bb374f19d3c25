#!/usr/bin/env python3
"""Makes the two fonts in assets/fonts from a full Inter (Debian: apt install fonts-inter; pip install fonttools).

Keeps Latin, Greek and Cyrillic, and makes the digits tabular, because this program shows numbers in columns everywhere
and the text renderer cannot switch OpenType features on.
"""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x17F), (0x180, 0x24F), (0x259, 0x259), (0x2BB, 0x2DD), (0x300, 0x338), (0x370, 0x3FF), (0x400, 0x52F),
          (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2199),
          (0x2200, 0x22FF), (0x2318, 0x2318), (0x2325, 0x2325), (0x25A0, 0x25FF), (0xFB00, 0xFB04)]


def tabular_digits(font):
    """The glyph that the font's tnum feature puts in each digit's place."""
    gsub = font["GSUB"].table
    found = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[index].SubTable:
                    found.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    return found


def make(source, target):
    font = TTFont(source)
    tabular = tabular_digits(font)
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])
    options = subset.Options(layout_features=["ccmp", "locl", "kern", "mark", "mkmk"], hinting=False, desubroutinize=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    font.save(target)
    print(target, pathlib.Path(target).stat().st_size)


if __name__ == "__main__":
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/inter")
    target = pathlib.Path(__file__).resolve().parent.parent / "assets" / "fonts"
    for weight in ["Regular", "SemiBold"]:
        make(source / f"Inter-{weight}.otf", target / f"Inter-{weight}.otf")
