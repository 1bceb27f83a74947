"""What a review of a quarter would find, built apart and laid beside what was found."""
