mod changes;
mod scene;
