#!/usr/bin/env node
const express = require('express');
const Database = require('better-sqlite3');

const app = express();
const db = new Database(process.env.DB_PATH || 'ce.sqlite');

const upsertHotel = db.prepare('INSERT INTO hotel_cache (trip_id, city, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json');

app.get('/api/trips', (req, res) => {
  res.json(db.prepare('SELECT * FROM trips').all());
});

app.post('/api/ingest/hotels', (req, res) => {
  const { trip_id, city, hotels } = req.body;
  for (const hotel of hotels) upsertHotel.run(trip_id, city, JSON.stringify(hotel));
  db.prepare('INSERT INTO facts_dirty (trip_id) VALUES (?)').run(trip_id);
  res.json({ ok: true });
});

app.post('/api/plan/city', function (req, res) {
  const hotels = db.prepare('SELECT json FROM hotel_cache WHERE trip_id = ? AND city = ?').all(req.body.trip_id, req.body.city);
  hotels.forEach((hotel) => {
    hotel.rooms = roomsOf(hotel.id);
  });
  res.json(hotels);
});

function roomsOf(hotelId) {
  return db.prepare('SELECT * FROM rooms_cache WHERE hotel_id = ?').all(hotelId);
}

app.listen(4000);
