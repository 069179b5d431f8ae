class PromptServer {
  constructor(private env: { DB: D1Database; PROMPTS: KVNamespace }) {}

  async getInstruction(name: string) {
    const cached = await this.env.PROMPTS.get(name);
    if (cached) return cached;
    const sql = 'SELECT content FROM instruction_sets WHERE name = ?';
    const row = await this.env.DB.prepare(sql).bind(name).first();
    return row?.content;
  }

  async start() {
    const trips = await this.env.DB.prepare('SELECT trip_id, trip_name FROM Trips ORDER BY updated_at DESC').all();
    const states = await Promise.all(trips.results.map((trip) => this.workflowOf(trip.trip_id)));
    return { trips, states };
  }

  private async workflowOf(tripId: number): Promise<{ phase: string } | null> {
    return this.env.DB.prepare('SELECT phase FROM WorkflowState WHERE trip_id = ?').bind(tripId).first();
  }
}

export const tools = {
  tools: [
    { name: 'get_instruction', description: 'One instruction', inputSchema: { type: 'object' } },
    { name: 'travel_agent_start', description: 'A greeting', inputSchema: { type: 'object' } },
  ],
};

export async function call(server: PromptServer, name: string, args: { name: string }) {
  if (name === 'get_instruction') return server.getInstruction(args.name);
  switch (name) {
    case 'travel_agent_start':
      return server.start();
  }
}
