//! Methods alone: the generated code goes on implementing `ActiveModelBehavior`.

use crate::repositories::member::{Entity, Model};
use crate::repositories::repository::{Repository, Result};

impl Model {
    /// What the member is called.
    pub fn called(&self) -> &str {
        self.nick.as_deref().unwrap_or(&self.email)
    }
}

impl Repository<'_, Entity> {
    /// The member of the greatest number, in whatever team.
    pub async fn last(self) -> Result<Option<Model>, Entity> {
        self.sort(Entity::NUMBER.desc()).first().await
    }
}
