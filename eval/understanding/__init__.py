"""From what a shopper says to the constraints that hold."""
