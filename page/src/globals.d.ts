// The parts of vis-network that the page uses; the library itself is put into the page by Python.
declare namespace vis {
  type Point = { x: number; y: number };
  class DataSet<T extends { id: number }> {
    constructor(items: T[]);
    get(id: number): T;
    get(ids: number[]): T[];
    update(items: (Partial<T> & { id: number }) | (Partial<T> & { id: number })[]): void;
    getIds(): number[];
  }
  class DataView<T extends { id: number }> {
    constructor(items: DataSet<T>, options: { filter: (item: T) => boolean });
    refresh(): void;
  }
  class Network {
    constructor(container: HTMLElement, data: object, options: object);
    on(event: string, listener: (event: any) => void): void;
    canvasToDOM(point: Point): Point;
    DOMtoCanvas(point: Point): Point;
    DOMtoCanvas(point: Point): Point;
    getScale(): number;
    getViewPosition(): Point;
    getNodeAt(point: Point): number | undefined;
    getPositions(ids?: number[]): Record<string, Point>;
    moveTo(options: { position?: Point; scale?: number }): void;
    redraw(): void;
    setOptions(options: object): void;
  }
}

// Sigma and its graph, on pages with so many shapes that they need it.
declare const sigma: { Sigma: any; Graph: any };

interface Window {
  // What tests and the curious may look at, without reaching into vis-network.
  clustergraph: object;
}
