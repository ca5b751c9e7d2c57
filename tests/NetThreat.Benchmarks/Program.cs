Console.Error.WriteLine("usage: benchmarks COMMAND");
return 2;
