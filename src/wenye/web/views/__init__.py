"""One module for each part of the site; views are small, and what they show is made by the presenters."""
