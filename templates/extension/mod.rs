//! Your own code beside the generated: a module for each entity that has some. `scaffold extend` adds modules here.
