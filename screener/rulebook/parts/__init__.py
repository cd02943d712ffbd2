"""The parts of a rulebook, each from nodes to its piece of the model."""
