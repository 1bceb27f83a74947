"""What is kept: proofs that nothing is lost, quarters put away, backups."""
