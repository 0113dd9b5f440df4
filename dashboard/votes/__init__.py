"""Votes in a lecture: a room that a teacher opens, phones that join it, two votes on one question."""
