//! Sharing of texts that repeat within a file.

use std::sync::Arc;

/// The texts seen last, so that a machine with 10,000 snapshots keeps `SATA` once. Few and
/// replaced in turn: looking one up stays cheap whatever a file holds.
#[derive(Debug, Default)]
pub struct RecentStrings {
    texts: Vec<Arc<str>>,
    oldest: usize,
}

impl RecentStrings {
    /// Controllers, cards, networks and folders of a machine seldom have more names than this.
    const MOST: usize = 32;

    /// The text, shared with an equal one seen lately.
    pub fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.iter().find(|known| ***known == *text) {
            return known.clone();
        }
        let new: Arc<str> = Arc::from(text);
        match self.texts.get_mut(self.oldest) {
            Some(place) => *place = new.clone(),
            None => self.texts.push(new.clone()),
        }
        self.oldest = (self.oldest + 1) % Self::MOST;
        new
    }
}
