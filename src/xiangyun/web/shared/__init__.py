"""The look every page shares: base page, parts, template tags, texts for scripts."""
