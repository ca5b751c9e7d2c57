using System.Globalization;

namespace NetThreat.Packets.DceRpc;

/// <summary>An interface by the name that the field uses, with the operations that attacks are known by.</summary>
internal sealed class DceRpcInterface(string name, string operations)
{
    private readonly Dictionary<int, string> _operations = operations.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(o => o.Split('=')).ToDictionary(o => int.Parse(o[0], CultureInfo.InvariantCulture), o => o[1]);

    public string Name => name;

    public string? Operation(int number) => _operations.GetValueOrDefault(number);
}
