"""Files that are translated with their structure kept: what of them is language, and how it goes back in."""
