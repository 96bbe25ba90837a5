"""Every table of lawful moves in one place: read as a page, drawn as a picture, written into the documents."""
