"""Models of one construct each, with the trace that BPMN 2.0.2 asks for, written by hand."""
