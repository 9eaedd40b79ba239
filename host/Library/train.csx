#r "artifacts/notebook/EarlyExit.Lib.dll"

using System.Linq;
using System.Threading;
using EarlyExit.Sweeps;

var (only, shard, shards) = (arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]));
var cells = ZooCells.All.Where(cell => cell.Name.Contains(only)).Where((_, k) => k % shards == shard - 1).ToArray();
var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
await ZooTraining.Train(cells, done: Console.WriteLine, cancellation: stop.Token);
Console.WriteLine($"{cells.Length} networks are in the zoo.");
