-- Users, posts and comments
--
-- Revision: 202611211015000000
-- Revises: base
-- Created: 2026-11-21 10:15:00 UTC

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(50) NOT NULL UNIQUE,
    email VARCHAR(254) NOT NULL,
    about TEXT,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    joined_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_name_not_empty CHECK (length(name) > 0)
);

CREATE UNIQUE INDEX users_email_unique ON users (lower(email));

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    author_id BIGINT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    title VARCHAR(200) NOT NULL,
    slug VARCHAR(200) NOT NULL UNIQUE,
    body TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
    views INTEGER NOT NULL DEFAULT 0 CHECK (views >= 0),
    published_at TIMESTAMP,
    CHECK ((status = 'draft') = (published_at IS NULL))
);

CREATE INDEX posts_author_id_published_at_idx ON posts (author_id, published_at DESC);

CREATE INDEX posts_published ON posts (published_at DESC) WHERE status = 'published';

CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    author_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    parent_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX comments_post_id_idx ON comments (post_id);

CREATE INDEX comments_author_id_idx ON comments (author_id);
