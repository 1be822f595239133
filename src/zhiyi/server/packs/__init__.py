"""City packs in the database: what was loaded, when, and every version of every row."""
