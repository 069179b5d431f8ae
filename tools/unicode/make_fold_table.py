#!/usr/bin/env python3
"""Writes packages/base/fold_table.hpp: how text is folded for searching.

usage: make_fold_table.py > packages/base/fold_table.hpp

Letters of the Latin, Greek and Cyrillic scripts and their full-width forms lose case and diacritics; combining
marks vanish; everything that is neither letter nor digit becomes a space. Other scripts keep their letters.
"""
import sys
import unicodedata

SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
FOLDED = [(0x41, 0x52F), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFF10, 0xFF5A)]
MARKS = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF)]


def fold(c):
    out = ""
    for lower in c.casefold():
        for special in SPECIAL.get(lower, lower):
            for part in unicodedata.normalize("NFKD", special):
                if unicodedata.category(part) != "Mn":
                    out += SPECIAL.get(part, part)
    return out


def is_word(cp):
    category = unicodedata.category(chr(cp))
    return category[0] in "LNM" or category == "Cn" and cp >= 0x3400


def main():
    marks = [cp for lo, hi in MARKS for cp in range(lo, hi + 1) if unicodedata.category(chr(cp)) == "Mn"]
    pairs = []
    for lo, hi in FOLDED:
        for cp in range(lo, hi + 1):
            c = chr(cp)
            if unicodedata.category(c)[0] not in "LN":
                continue
            to = fold(c)
            if to != c and 1 <= len(to) <= 2 and all(ord(t) < 0x10000 for t in to):
                pairs.append((cp, ord(to[0]), ord(to[1]) if len(to) == 2 else 0))
    pairs += [(cp, 0, 0) for cp in marks]
    pairs.sort()
    gaps, start = [], None
    for cp in range(0x10000):
        if 0xD800 <= cp <= 0xDFFF:
            word = True
        else:
            word = is_word(cp)
        if not word and start is None:
            start = cp
        if word and start is not None:
            gaps.append((start, cp - 1))
            start = None
    if start is not None:
        gaps.append((start, 0xFFFF))
    w = sys.stdout.write
    w("// Made by tools/unicode/make_fold_table.py from Unicode %s; do not edit.\n" % unicodedata.unidata_version)
    w("#pragma once\n\n#include <array>\n#include <cstdint>\n\nnamespace vg::fold_table {\n\n")
    w("// clang-format off\n")
    w("struct Pair { std::uint16_t from, to, then; };  // to 0: vanishes; then 0: one letter\n")
    w("inline constexpr std::array<Pair, %d> kPairs = {{\n" % len(pairs))
    for i in range(0, len(pairs), 8):
        w(" " + "".join(" {%d,%d,%d}," % p for p in pairs[i:i + 8]) + "\n")
    w("}};\n\nstruct Range { std::uint16_t first, last; };  // neither letter nor digit\n")
    w("inline constexpr std::array<Range, %d> kSeparators = {{\n" % len(gaps))
    for i in range(0, len(gaps), 10):
        w(" " + "".join(" {%d,%d}," % g for g in gaps[i:i + 10]) + "\n")
    w("}};\n// clang-format on\n\n}  // namespace vg::fold_table\n")


main()
