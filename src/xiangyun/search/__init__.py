"""Finding things by name, former name, pinyin or code: one table of keys, ranges of it read in order."""
