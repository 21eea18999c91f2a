"""The machine: SpiffWorkflow reads and checks a diagram, our token machine executes it."""
