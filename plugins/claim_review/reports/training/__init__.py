"""Training packs of a county: slides, a handout with a quiz, and a sign-in sheet."""
