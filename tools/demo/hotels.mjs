// Offers as a browser extension captures them from a booking site: always the same hundred for the same stay.

const quarters = ['Alfama', 'Baixa', 'Chiado', 'Bairro Alto', 'Belém', 'Graça', 'Lapa', 'Estrela', 'Príncipe Real', 'Mouraria'];
const houses = ['Casa', 'Palácio', 'Hotel', 'Pousada', 'Solar', 'Residência', 'Quinta', 'Pensão', 'Vila', 'Hospedaria'];
const names = ['do Tejo', 'das Andorinhas', 'da Sé', 'dos Azulejos', 'do Miradouro', 'da Laranjeira', 'do Fado', 'dos Navegadores', 'da Ribeira', 'do Jardim'];
const boards = ['Room only', 'Breakfast', 'Half board'];

export function capturedHotels({ city, checkIn, checkOut, nights }) {
  return Array.from({ length: 100 }, (_, i) => {
    const stars = 3 + (i % 3);
    const rate = 74 + ((i * 37) % 260) + stars * 12;
    return {
      name: `${houses[i % 10]} ${names[Math.floor(i / 10)]}`,
      city,
      location: quarters[(i * 7) % 10],
      price: `${rate * nights}.${String((i * 13) % 100).padStart(2, '0')}`,
      currency: 'EUR',
      checkIn,
      checkOut,
      stars,
      rating: (7 + ((i * 17) % 28) / 10).toFixed(1),
      refundable: i % 3 !== 0,
      boardBasis: boards[i % 3],
      commission: `${8 + (i % 5) * 2}%`,
      url: `https://hotels.example.com/lisbon/${i + 1}`,
    };
  });
}
