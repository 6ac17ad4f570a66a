"""Lists of people: read from strangers' tables, matched to units, compared with what is here. Pure."""
