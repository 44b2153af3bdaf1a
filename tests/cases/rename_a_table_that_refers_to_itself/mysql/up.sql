ALTER TABLE nodes RENAME TO folders;
