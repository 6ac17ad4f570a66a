"""Xiangyun: runs a public-culture notice, from its text to what every unit owes, answers, review and figures."""

__version__ = "0.1.0"
