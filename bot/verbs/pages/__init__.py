"""The parts of the page that tells a procedure file again, one module for each."""
