//! What extension files change about the model: who implements `ActiveModelBehavior`.

use super::{Behavior, Entity, Model};
use crate::diagnostic::Diagnostic;
use crate::extension::Extensions;

impl Model {
    /// Leaves to the extension files what they implement, and reports those that no entity is there for.
    pub fn extend(&mut self, extensions: &Extensions) -> Vec<Diagnostic> {
        for entity in self.entities.iter_mut().chain(&mut self.views) {
            let extension = extensions.modules.get(&entity.module);
            let hooks = extension.and_then(|extension| extension.behavior);
            entity.behavior = hooks.map_or(Behavior::Generated, Behavior::Extension);
        }
        let modules: Vec<&str> = self.all().map(|entity| entity.module.as_str()).collect();
        let orphans = extensions.modules.iter().filter(|(module, _)| !modules.contains(&module.as_str()));
        orphans
            .map(|(module, extension)| Diagnostic::extension_without_entity(&extension.path, module, &modules))
            .collect()
    }

    /// Every entity, of tables and of views.
    pub fn all(&self) -> impl Iterator<Item = &Entity> + Clone {
        self.entities.iter().chain(&self.views)
    }
}

impl Behavior {
    /// Whether the generated code implements it.
    pub fn is_generated(&self) -> bool {
        *self == Self::Generated
    }

    /// Whether somebody's hooks run around a deletion.
    pub fn has_deletion_hooks(&self) -> bool {
        matches!(self, Self::Extension(hooks) if hooks.deletion)
    }
}
