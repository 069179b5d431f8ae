-- The first of the numbered files.
CREATE TABLE IF NOT EXISTS trips_v2 (
  trip_id INTEGER PRIMARY KEY, -- it's the key; nothing else
  trip_name TEXT, search_text TEXT, primary_client_email TEXT
);
CREATE TABLE clients_v2 (client_id INTEGER PRIMARY KEY, email TEXT UNIQUE);
CREATE INDEX idx_trips_search ON trips_v2 (search_text);
INSERT INTO trips_v2 VALUES (1, 'Lisbon', 'lisbon; porto', NULL);
