using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Networks.Saving;

/// <summary>The weights of a network in a model file: one array per parameter, in the network's order.</summary>
internal static class NetworkWeights
{
    public static void Write(ModelWriter writer, Layer<float> network)
    {
        foreach (var parameter in network.Parameters) writer.WriteArray<float>(parameter.Values);
    }

    /// <exception cref="LearningException">A length differs from the network's shape, or a weight is not finite.</exception>
    public static void Read(ModelReader reader, Layer<float> network)
    {
        foreach (var parameter in network.Parameters)
        {
            // An array is read before the parameter's own memory exists: it can only be as large as the file.
            var values = reader.ReadArray<float>(parameter.Count);
            int bad = Array.FindIndex(values, v => !float.IsFinite(v));
            if (bad >= 0) throw ModelReader.Broken($"weight {bad + 1} of '{parameter.Name}' is {values[bad]}");
            values.CopyTo(parameter.Values, 0);
        }
        network.Refresh();
    }

    /// <summary>Gives a network the weights of another, which may have layers without weights that it lacks (dropout).</summary>
    public static TLayer Copy<TLayer>(Layer<float> trained, TLayer network)
        where TLayer : Layer<float>
    {
        for (int i = 0; i < network.Parameters.Count; i++) trained.Parameters[i].Values.CopyTo(network.Parameters[i].Values, 0);
        network.Refresh();
        return network;
    }

    /// <summary>Reads a member of an enumeration.</summary>
    public static TEnum ReadEnum<TEnum>(ModelReader reader)
        where TEnum : struct, Enum
    {
        int value = reader.ReadInt32();
        var known = Enum.GetValues<TEnum>();
        foreach (var member in known)
        {
            if (Convert.ToInt32(member, null) == value) return member;
        }
        throw ModelReader.Broken($"{value} is no {typeof(TEnum).Name}");
    }
}
