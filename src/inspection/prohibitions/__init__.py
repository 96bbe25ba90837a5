"""Prohibitions of use (*forbud mod beboelse*, *kondemnering*), byfornyelsesloven § 76."""
