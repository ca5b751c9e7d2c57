using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.FlowExport;

/// <summary>What a flow record knows because somebody else measured it; absent where it says nothing.</summary>
internal static class JsonForeignWriter
{
    public static void Write(Utf8JsonWriter json, ForeignFacts f)
    {
        json.WriteStartObject("foreign"u8);
        json.WriteString("kind"u8, f.Kind);
        if (f.Exporter != default) json.WriteString("exporter"u8, f.Exporter.ToString());
        if (f.Domain != 0) json.WriteNumber("domain"u8, f.Domain);
        if (f.Sampling != 1) json.WriteNumber("sampling"u8, f.Sampling);
        if (f.Records != 1) json.WriteNumber("records"u8, f.Records);
        if (f.InputInterface != 0) json.WriteNumber("input_interface"u8, f.InputInterface);
        if (f.OutputInterface != 0) json.WriteNumber("output_interface"u8, f.OutputInterface);
        if (f.Application is { } application) json.WriteString("application"u8, application);
        Translated(json, "nat_originator"u8, f.NatOriginator, f.NatOriginatorPort);
        Translated(json, "nat_responder"u8, f.NatResponder, f.NatResponderPort);
        if (f.MplsLabel != 0) json.WriteNumber("mpls_label"u8, f.MplsLabel);
        if (f.ForeignId is { } id) json.WriteString("id"u8, id);
        json.WriteEndObject();
    }

    private static void Translated(Utf8JsonWriter json, ReadOnlySpan<byte> name, in Address address, ushort port)
    {
        if (address == default && port == 0) return;
        json.WriteStartObject(name);
        if (address != default) json.WriteString("address"u8, address.ToString());
        if (port != 0) json.WriteNumber("port"u8, port);
        json.WriteEndObject();
    }
}
