"""Excel workbooks: writes reports, and reads bilingual tables."""
